package policy

// Differences tells word by word how a text became another.
func Differences(old, new string) []Piece { return differences(old, new) }
