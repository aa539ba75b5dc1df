"""The paper's figures, regenerated from stored runs and laid over the original."""
