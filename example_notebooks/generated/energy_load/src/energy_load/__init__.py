"""How much power does the town need this hour tomorrow?"""
