"""The program without a screen, over review/. No Qt."""
