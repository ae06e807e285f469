"""Starts Workbench: a window without a verb, a terminal program with one."""

from workbench.__main__ import main

if __name__ == "__main__":
    main()
