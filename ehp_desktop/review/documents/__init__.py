"""Papers: reportlab is imported here and nowhere else, and only when a paper is made."""

from reportlab import rl_config

# Streams as they are: encoding them as ASCII in Python costs time and makes files a fifth larger.
rl_config.useA85 = 0
# Our drawings are made by timeline.py alone; checking each attribute of each shape is for authors.
rl_config.shapeChecking = 0
