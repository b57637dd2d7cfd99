# Each line sets up what it needs first. On Windows: py -m bootstrap demo, py -m bootstrap test.
PYTHON ?= python3

.PHONY: demo test bench torture screenshots lock

demo:        ## the sample caseload, a surgery, its agenda PDF, then the window
	$(PYTHON) -m bootstrap demo

test:        ## every check and test
	$(PYTHON) -m bootstrap test

bench:       ## what the program costs, against its floors
	$(PYTHON) -m bootstrap bench

torture:     ## kills, full disks, damage and tampering: what is lost or half there (10 minutes)
	$(PYTHON) -m bootstrap torture

screenshots: ## pictures of the real window into docs/pictures
	$(PYTHON) -m bootstrap screenshots
