package views

import (
	"os"
	"strings"
	"testing"
)

// TestAccent: a customer's colour stands only where it can be read, and nothing but a colour does.
func TestAccent(t *testing.T) {
	const light, dark = "light) { :root", "dark) { :root"
	for colour, want := range map[string]struct{ light, dark bool }{
		"#0a7d4b": {true, false}, "#66c9b4": {false, true}, "#000000": {true, false}, "#ffffff": {false, true},
		"#ff9900": {false, true}, "#808080": {false, false}, "#868686": {false, false}, "": {false, false}, "0a7d4b": {false, false}, "#0a7d4": {false, false},
		"#+a7d4b": {false, false}, "#0_7d4b": {false, false}, "red": {false, false}, "#0a7d4b;}*{color:red": {false, false},
	} {
		style := AccentStyle(colour)
		if strings.Contains(style, light) != want.light || strings.Contains(style, dark) != want.dark {
			t.Errorf("%s: %s", colour, style)
		}
		if HasAccent(colour) != (want.light || want.dark) {
			t.Errorf("%s: has an accent: %t", colour, HasAccent(colour))
		}
	}
}

// TestSchemesAreThoseOfTheStyleSheet: contrast is measured against the colours that pages have.
func TestSchemesAreThoseOfTheStyleSheet(t *testing.T) {
	sheet, err := os.ReadFile("../static/site/base.css")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []scheme{lightScheme, darkScheme} {
		for _, line := range []string{"--paper: " + s.papers[0], "--card: " + s.papers[1], "--on-accent: " + s.on} {
			if !strings.Contains(string(sheet), line) {
				t.Errorf("base.css does not say %q", line)
			}
		}
	}
}
