"""The frame around every screen: who is signed in, navigation, errors, the design tokens."""
