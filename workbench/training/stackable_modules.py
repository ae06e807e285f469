"""What modules of one's own say of themselves so that networks with them can be stacked."""


class PerChannel:
    """Of a module that treats each channel of (n, c, h, w) by itself, however many there are.

    Its parameters, if it has any, are numbers for each channel. It gives (n, c, h, w) or (n, c).
    """


class PerNetwork:
    """Of a module with parameters that each network of a stack must compute for itself.

    What it gives depends on inputs and parameters only.
    """
