"""HTTP that all pages share: who may enter, one commit, fragments, errors, sessions. Knows no feature."""
