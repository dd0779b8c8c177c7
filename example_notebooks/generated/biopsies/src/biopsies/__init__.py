"""Which samples should the pathologist see first?"""
