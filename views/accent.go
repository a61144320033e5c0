package views

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// minContrast is what text needs to be read on its paper (WCAG 2.2, level AA).
const minContrast = 4.5

// scheme is a colour scheme of the style sheet: what letters stand on, and the colour of letters on
// a button.
type scheme struct {
	papers []string
	on     string
}

// These are the colours of static/site/base.css.
var (
	lightScheme = scheme{[]string{"#fbfaf7", "#ffffff"}, "#ffffff"}
	darkScheme  = scheme{[]string{"#12181a", "#1b2426"}, "#08211c"}
)

// takes reports whether the colour can be read on the papers of the scheme.
func (s scheme) takes(colour string) bool {
	for _, paper := range s.papers {
		if contrast(colour, paper) < minContrast {
			return false
		}
	}
	return contrast(s.on, colour) >= minContrast
}

// rule sets the scheme's accent; "" where the colour cannot be read there, and ours stays.
func (s scheme) rule(colour string) string {
	if !s.takes(colour) {
		return ""
	}
	return ":root { --accent: " + colour + "; --on-accent: " + s.on + "; }"
}

// HasAccent reports whether a style sheet with the colour says anything.
func HasAccent(colour string) bool { return AccentStyle(colour) != "" }

// AccentStyle returns the style sheet of a customer's pages: their colour, in each of the schemes
// in which it can be read. It is "" where that is in none.
func AccentStyle(colour string) string {
	if !isColour(colour) {
		return ""
	}
	light, dark := lightScheme.rule(colour), darkScheme.rule(colour)
	if light == "" && dark == "" {
		return ""
	}
	return fmt.Sprintf("@layer base {\n  @media (prefers-color-scheme: light) { %s }\n  @media (prefers-color-scheme: dark) { %s }\n}\n", light, dark)
}

// isColour reports whether the text is written like #0a7d4b.
func isColour(text string) bool {
	hex, found := strings.CutPrefix(text, "#")
	_, err := strconv.ParseUint(hex, 16, 32)
	return found && len(hex) == 6 && err == nil
}

// contrast is that of two colours, from 1 to 21 (WCAG 2.2).
func contrast(a, b string) float64 {
	brighter, darker := luminance(a), luminance(b)
	if brighter < darker {
		brighter, darker = darker, brighter
	}
	return (brighter + 0.05) / (darker + 0.05)
}

// luminance is the relative luminance of a colour like #0a7d4b (WCAG 2.2).
func luminance(colour string) float64 {
	n, _ := strconv.ParseUint(colour[1:], 16, 32) // it was looked at before
	part := func(shift uint) float64 {
		c := float64(n>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*part(16) + 0.7152*part(8) + 0.0722*part(0)
}
