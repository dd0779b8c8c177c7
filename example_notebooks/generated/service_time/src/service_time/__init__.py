"""How long will the van stand there?"""
