"""What should the club watch?"""
