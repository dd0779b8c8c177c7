"""How long will the ride take?"""
