"""What may stand in an expression; everything else is refused before anything is worked out."""

import ast

from workbench.data.expressions.functions import FUNCTIONS, ROW
from workbench.data.expressions.text import MAX_DEPTH, Parsed, bad, did_you_mean

_ALLOWED = (ast.Name, ast.UnaryOp, ast.BinOp, ast.BoolOp, ast.Compare, ast.Call)


def check(parsed: Parsed) -> None:
    """See that only what the language has is in the tree.

    Raises:
        ParameterError: something else is, a function is unknown or called with too few or too
            many arguments, or the tree is too deep.
    """
    _check(parsed, parsed.tree, 0)


def _check(parsed: Parsed, node: ast.expr, depth: int) -> None:
    column = parsed.column(node)
    if depth > MAX_DEPTH:
        raise bad("The expression is nested too deeply.", column)
    if isinstance(node, ast.List | ast.Tuple):
        raise bad("A list can only follow 'in', such as colour in ['red', 'blue'].", column)
    if not isinstance(node, _ALLOWED):
        raise bad("This cannot stand in an expression.", column)
    if isinstance(node, ast.Name) and parsed.word(node.id).kind == "function":
        raise bad(f"The function '{parsed.word(node.id).text}' stands alone.", column)
    for part in _parts(parsed, node):
        _check(parsed, part, depth + 1)


def _parts(parsed: Parsed, node: ast.expr) -> list[ast.expr]:
    """The parts of a part that are to be checked in turn."""
    if isinstance(node, ast.Call):
        _check_call(parsed, node)
        return node.args
    if isinstance(node, ast.Compare):
        return _operands(parsed, node)
    return [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]


def _operands(parsed: Parsed, node: ast.Compare) -> list[ast.expr]:
    """What is compared, with the elements of a list after "in" in its place."""
    operands = [node.left]
    for operator, operand in zip(node.ops, node.comparators, strict=True):
        if not isinstance(operator, ast.In | ast.NotIn):
            operands.append(operand)
        elif isinstance(operand, ast.List | ast.Tuple):
            operands += operand.elts
        else:
            column = parsed.column(operand)
            raise bad("After 'in' comes a list, such as colour in ['red', 'blue'].", column)
    return operands


def _check_call(parsed: Parsed, node: ast.Call) -> None:
    column = parsed.column(node)
    if not isinstance(node.func, ast.Name) or parsed.word(node.func.id).kind != "function":
        raise bad("A function's name is expected before the bracket.", column)
    if node.keywords:
        raise bad("Two stars cannot stand before an argument.", column)
    name = parsed.word(node.func.id).text
    if name == ROW:
        refusal = "It is written row(), with nothing in the brackets." if node.args else None
    elif name in FUNCTIONS:
        refusal = FUNCTIONS[name].refusal(len(node.args))
    else:
        refusal = f"There is no function '{name}'; {did_you_mean(name, [*FUNCTIONS, ROW])}"
    if refusal:
        raise bad(refusal, column)
