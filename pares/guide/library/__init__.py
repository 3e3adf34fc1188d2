"""What others have made and we point to, what of it may be handed on, and the files a scheme keeps on its own shelf."""
