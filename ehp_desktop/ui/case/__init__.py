"""One child: every route with its reasons, and recording what is missing."""
