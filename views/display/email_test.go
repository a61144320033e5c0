package display

import "testing"

// TestShownAsTyped: people read a domain in their letters.
func TestShownAsTyped(t *testing.T) {
	for stored, want := range map[string]string{
		"ada@xn--bcher-kva.example": "ada@bücher.example", "ada@example.com": "ada@example.com", "ada": "ada", "": "",
	} {
		if got := Email(stored); got != want {
			t.Errorf("%q: %q", stored, got)
		}
	}
}
