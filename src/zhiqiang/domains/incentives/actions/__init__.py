"""Every movement of money. What the steps of a record do stands in `effects` of its register, from these modules.

Order of locks, so that no two people ever wait for each other: payments by number, the application, the commitment, its
budget line, then the trail, which the first entry locks. Totals move by conditional updates, which the constraints hold
once more.
"""
