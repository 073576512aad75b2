package journal

// Image is the JSON text of a row, as an entry has it.
func Image(values, was map[string]any) (*string, error) { return image(values, was) }
