"""What pieces branch on, and constants they use; a flow gives each its value."""

PATH = "diabetes.arff"
TARGET = "class"
TASK = "classification"
CLASS_LABELS = ("no", "yes")
NAME = "learner"
FILE = "scores.csv"
CLASS_FILE = "scores_by_class.csv"
TESTS_FILE = "comparison_tests.csv"
IS_NETWORK = True

# splitters
PRINTS = True
FOLDS = 10
REPEATS = 1
PERCENT = 66.0
SEED = 1
SHUFFLING = "plain"
STRATIFIED = True

# preparation
FILLS = True
HAS_LABELS = True
REMOVED = ()
SCALING = "standardise"

# steps on rows and attributes
ACTION = "keep"
RANGES = ((1, 100),)

# learners
K = 5
WEIGHTS = "uniform"
DISTANCE = "euclidean"
RIDGE = 1e-8
MAX_ITERATIONS = 200
HIDDEN = (16,)
ACTIVATION = "relu"
INITIALISATION = "he"
OPTIMIZER = "adam"
LEARNING_RATE = 0.003
BATCH_SIZE = 32
EPOCHS = 50
WEIGHT_DECAY = 0.0
CLIP_NORM = 0.0
LABEL_SMOOTHING = 0.0
CLASS_WEIGHTS = "none"
L1 = 0.0
SCHEDULE = "constant"
VALIDATION_SHARE = 0.0
EARLY_STOPPING = 0
INITIAL_STD = 1.0

# what a flow asks of a network besides predictions
CURVE = True
WATCHES = True
KEEPS_NETWORK = True
KEEPS_ARRAYS = True

# comparisons
LOGISTIC = "Logistic regression"
MAJORITY = "Majority class"
WITH_LOGISTIC = True
WITH_MAJORITY = True

# perceptrons
BIAS = True
ORDER = "shuffled"
START = "zero"
VARIANT = "plain"

# steps between splitter and learner
ATTRIBUTES = ()
COUNT = None
HIGH = 1.0
LABEL = ""
LOW = 0.0
NOMINAL = "mode"
NUMBER = 0.0
NUMERIC = "mean"
STANDARDISE = True
VARIANCE = 0.95

# files
DATES = ()
LABELS_OF = {}
MISSING = ("?",)
QUOTE = "'"
SEPARATOR = ","

# texts
IS_FINE = True
LABEL_FIRST = False
LENGTH = 12
LONGEST = 1
LOWER_CASE = True
MINIMUM_COUNT = 1
SAMPLES = "steps"
SEQUENCE = "text"
STRIDE = 1
UNIT = "word"
UNIT_LENGTH = False
VALUES = "presence"
WORDS_TO_KEEP = 1000

# series and recurrent networks
HORIZON = 1
TIME = ""
CELL = "lstm"
EMBEDDING = 0
OWN_SCALE = False
STEPS = "series"

# convolutional networks
LAYERS = ()
SCALES_PIXELS = True
SIZE = (1, 8, 8)

# networks that make rows
AVERAGE = 0.0
CODE = 2
CONDITIONAL = False
DISCRIMINATOR_HIDDEN = (32,)
GENERATOR_HIDDEN = (32,)
IS_UNIT = False
LOSS = "targets"
N = 20
N_VALUES = 4
NOISE = 4
TEMPERATURE = 1.0

# the decision
POSITIVE = 1
THRESHOLD = None
