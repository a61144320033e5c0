package views

// After returns what stands behind the i-th of n things in a sentence: commas, the words before
// the last one, and the end. A template cannot write a full stop right behind an element otherwise.
func After(i, n int, beforeLast, end string) string {
	switch i {
	case n - 1:
		return end
	case n - 2:
		return beforeLast
	}
	return ", "
}
