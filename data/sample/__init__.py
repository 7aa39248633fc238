"""The bundled sample: real places, generated activity, and the two documents' figures exactly."""
