# Short names for tools/dev.py, which needs nothing but Python 3.11 or newer.
PYTHON ?= python3
TASKS := help setup demo test check bench lock browsers

.PHONY: $(TASKS)
.DEFAULT_GOAL := help

$(TASKS):
	@$(PYTHON) tools/dev.py $@ $(ARGS)
