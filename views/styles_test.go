package views

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// rule is a rule of a style sheet: where it stands, within which at-rules, and what it sets.
type rule struct{ file, context, selector, body string }

var comments = regexp.MustCompile(`(?s)/\*.*?\*/`)

// rulesOf reads a style sheet as this project writes them: no braces in strings.
func rulesOf(t *testing.T, file string) []rule {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var rules []rule
	var open []string
	for rest := comments.ReplaceAllString(string(text), ""); ; {
		i := strings.IndexAny(rest, "{}")
		if i < 0 {
			return rules
		}
		before := strings.Join(strings.Fields(rest[:i]), " ")
		if rest[i] == '{' {
			open = append(open, before)
		} else if n := len(open) - 1; n >= 0 {
			if !strings.HasPrefix(open[n], "@") {
				rules = append(rules, rule{file, strings.Join(open[:n], " "), open[n], before})
			}
			open = open[:n]
		}
		rest = rest[i+1:]
	}
}

// styleRules are all rules of static/: one folder is one style sheet.
func styleRules(t *testing.T) []rule {
	t.Helper()
	files, err := filepath.Glob("../static/*/*.css")
	if err != nil || len(files) < 15 {
		t.Fatalf("%d style sheets: %v", len(files), err)
	}
	var all []rule
	for _, file := range files {
		all = append(all, rulesOf(t, file)...)
	}
	return all
}

// ofClass is a rule for a class alone, in whatever state.
var ofClass = regexp.MustCompile(`^\.([a-z][\w-]*)(:{1,2}[a-z-]+|\[[^\]]*\])*$`)

// TestNothingIsStyledTwice: a selector stands once, and a class is drawn in one file, so that no room
// breaks the page of another.
func TestNothingIsStyledTwice(t *testing.T) {
	at, home := map[string]string{}, map[string]string{}
	for _, r := range styleRules(t) {
		key := r.context + " " + r.selector
		if first := at[key]; first != "" {
			t.Errorf("%s: %q stands in %s already", r.file, key, first)
		}
		at[key] = r.file
		for _, selector := range strings.Split(r.selector, ", ") {
			found := ofClass.FindStringSubmatch(selector)
			if found == nil || strings.Contains(r.context, "print") || strings.Contains(r.context, "forced") {
				continue
			}
			if first := home[found[1]]; first != "" && first != r.file {
				t.Errorf("%s: .%s is drawn in %s", r.file, found[1], first)
			}
			home[found[1]] = r.file
		}
	}
}

var (
	gaps  = regexp.MustCompile(`(?:^|; )((?:margin|padding|gap|row-gap|column-gap)[a-z-]*): ([^;]+)`)
	sizes = regexp.MustCompile(`(?:^|; )(font-size): ([^;]+)`)
	rems  = regexp.MustCompile(`\d(rem|px)\b`)
	// hair is what is thinner than the smallest gap, and what labels and icons measure.
	hair = regexp.MustCompile(`\b[12]px\b|\b11px\b|1\.85rem|-0\.5rem`)
)

// TestOneScale: gaps and letters come from the scales of base.css.
func TestOneScale(t *testing.T) {
	for _, r := range styleRules(t) {
		if filepath.Base(r.file) == "base.css" || strings.Contains(r.context, "print") {
			continue
		}
		for _, found := range append(gaps.FindAllStringSubmatch(r.body, -1), sizes.FindAllStringSubmatch(r.body, -1)...) {
			value := hair.ReplaceAllString(found[2], "")
			if rems.MatchString(value) && !strings.HasPrefix(value, "clamp(") && value != "1rem" {
				t.Errorf("%s: %s { %s: %s }", r.file, r.selector, found[1], found[2])
			}
		}
	}
}
