package policy_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/wording"
	"github.com/prokken/prokken/site"
)

// corpusEntry is an entry of a file in grammar/testdata/corpus, whose header explains the fields.
type corpusEntry struct {
	Text      string
	Sentences []string
	Lie       int
	Place     string
	Row       string
	For       string
	Kind      string
}

func (e corpusEntry) texts() []string {
	if e.Sentences == nil {
		return []string{e.Text}
	}
	return e.Sentences
}

// all are the sentences as they are read where they stand together.
func (e corpusEntry) all() []string { return plainSentences(strings.Join(e.texts(), " ")) }

// lying are those that are a lie; all of them where it needs all.
func (e corpusEntry) lying() []string {
	if e.Lie == 0 {
		return e.all()
	}
	return plainSentences(e.Sentences[e.Lie-1])
}

// outcome is what becomes of an entry.
type outcome string

const (
	isTicked      outcome = "ticked"
	isUntrue      outcome = "refused as false"
	isUnchecked   outcome = "refused otherwise"
	isConfirmable outcome = "could be confirmed"
	isName        outcome = "passes as a title"
)

func corpusOf(t *testing.T, file string) []corpusEntry {
	t.Helper()
	text, err := os.ReadFile("grammar/testdata/corpus/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var all []corpusEntry
	if err := yaml.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// maxConfirmable is how many lies of the corpus a person could confirm, against the truth, where the
// program does not know better.
const maxConfirmable = 83

// TestLiesAtTheGate: no lie of the corpus is ticked where it stands in the shipped policy. What a
// person could confirm, against the truth, is listed with -v.
func TestLiesAtTheGate(t *testing.T) {
	counts := map[outcome]int{}
	for _, e := range corpusOf(t, "lies.yaml") {
		found, as := atGate(placed(t, e), e.lying(), e.all())
		counts[found]++
		switch found {
		case isTicked, isName:
			t.Errorf("%s, %s %s: a lie is %s: %q %q", e.Kind, e.Place, e.Row, found, e.Text, e.Sentences)
		case isConfirmable:
			t.Logf("%s, %s: as %s: %q %q", e.Kind, e.Place, as, e.Text, e.Sentences)
		case isUntrue, isUnchecked:
		}
	}
	t.Logf("lies: %v", counts)
	if counts[isConfirmable] > maxConfirmable {
		t.Errorf("%d lies could be confirmed", counts[isConfirmable])
	}
}

// TestHonestSentencesAtTheGate: none is refused.
func TestHonestSentencesAtTheGate(t *testing.T) {
	counts := map[outcome]int{}
	for _, e := range corpusOf(t, "honest.yaml") {
		found, as := atGate(inPlaceOf(t, e), e.lying(), e.all())
		counts[found]++
		if found == isUntrue || found == isUnchecked {
			t.Errorf("%s %s: %s %s: %q", e.Place, e.Row, found, as, e.Text)
		}
	}
	t.Logf("honest sentences: %v", counts)
}

// atGate returns what the gate makes of the sentences, and as what they could be confirmed or why
// they are refused. Sentences that are not read one by one are judged by all that stands there.
func atGate(d policy.Document, sentences, all []string) (outcome, string) {
	evidence := claim.Evidence{Site: []string{"Prokken"}, Program: site.Program()}
	if err := d.Validate(); err != nil {
		return isUnchecked, err.Error()
	}
	if failed := d.Check(evidence); len(failed) > 0 {
		return isUntrue, failed[0].Reason
	}
	bases, open := d.Bases(evidence, nil)
	stands := func(says string) bool {
		return slices.ContainsFunc(bases, func(b policy.SentenceBasis) bool { return b.Says == says })
	}
	if !slices.ContainsFunc(sentences, stands) {
		sentences = all
	}
	found, as := isTicked, ""
	for _, says := range sentences {
		if i := slices.IndexFunc(open, func(u policy.Unconfirmed) bool { return u.Says == says }); i >= 0 {
			if open[i].Proposed == "" {
				return isUnchecked, open[i].Reason()
			}
			found, as = isConfirmable, open[i].Proposed
		}
		isTitle := func(b policy.SentenceBasis) bool { return b.Says == says && b.Stated == policy.Title }
		if found == isTicked && slices.ContainsFunc(bases, isTitle) {
			found = isName
		}
	}
	return found, as
}

func plainSentences(text string) []string {
	var all []string
	for _, s := range wording.Markdown(text).PlainSentences() {
		all = append(all, s.Text)
	}
	return all
}

// placed is the shipped policy with the entry where it stands.
func placed(t *testing.T, e corpusEntry) policy.Document {
	t.Helper()
	d := shippedPolicy(t, policy.CookiePolicy)
	text := strings.Join(e.texts(), " ")
	switch e.Place {
	case "purpose":
		replaceIn(t, &d, e.Row, func(purpose string) string { return purpose + " " + text })
	case "caption":
		changeBlock(&d, func(c block.Content) block.Content {
			if table, isTable := c.(block.CookieTable); isTable {
				table.Caption = text
				return table
			}
			return c
		})
	case "heading":
		d.Sections = append(
			d.Sections,
			policy.Section{
				Anchor: "placed",
				Title:  text,
				Blocks: []policy.Block{{UID: "placed-1", Content: block.Prose("Cookies.")}},
			},
		)
	case "list":
		var items block.List
		for _, item := range e.texts() {
			items = append(items, wording.Markdown(item))
		}
		belowTable(&d, items)
	case "in_short":
		belowTable(&d, block.InShort(text))
	default:
		belowTable(&d, block.Prose(text))
	}
	return d
}

func belowTable(d *policy.Document, c block.Content) {
	for i := range d.Sections {
		if d.Sections[i].Anchor == "cookies-we-use" {
			d.Sections[i].Blocks = append(d.Sections[i].Blocks, policy.Block{UID: "placed", Content: c})
		}
	}
}

func replaceIn(t *testing.T, d *policy.Document, row string, change func(string) string) {
	t.Helper()
	i := slices.IndexFunc(d.Cookies, func(c cookie.Declaration) bool { return c.Name == row })
	if i < 0 {
		t.Fatalf("no row %q", row)
	}
	d.Cookies[i].Purpose = change(d.Cookies[i].Purpose)
}

func changeBlock(d *policy.Document, change func(block.Content) block.Content) {
	for i := range d.Sections {
		for j := range d.Sections[i].Blocks {
			d.Sections[i].Blocks[j].Content = change(d.Sections[i].Blocks[j].Content)
		}
	}
}

// inPlaceOf is the shipped policy in which the entry stands in the stead of its sentence, which
// keeps its checks; where that is made of declarations, below the table.
func inPlaceOf(t *testing.T, e corpusEntry) policy.Document {
	t.Helper()
	text, _, err := shippedPolicy(t, policy.CookiePolicy).Canonical()
	if err != nil {
		t.Fatal(err)
	}
	old, replaced := quoted(t, e.For), quoted(t, e.Text)
	if e.For == "" || !strings.Contains(text, old) {
		d := placed(t, e)
		claimLike(&d, e)
		return d
	}
	d, err := policy.ParseCanonical(strings.ReplaceAll(text, old, replaced))
	if err != nil {
		t.Fatalf("%s: %v", e.Text, err)
	}
	for i := range d.Sections {
		splitClaims(d.Sections[i].Blocks, e)
		for j := range d.Sections[i].Sections {
			splitClaims(d.Sections[i].Sections[j].Blocks, e)
		}
	}
	return d
}

// splitClaims has each sentence of the entry claim what the one that it replaces did.
func splitClaims(blocks []policy.Block, e corpusEntry) {
	for i := range blocks {
		var claims []claim.Claim
		for _, c := range blocks[i].Claims {
			if c.Says != e.Text {
				claims = append(claims, c)
				continue
			}
			for _, says := range wording.Sentences(e.Text) {
				claims = append(claims, claim.Claim{Says: says, Conditions: c.Conditions})
			}
		}
		blocks[i].Claims = claims
	}
}

// claimLike has the entry, placed below the table, claim what the line made of declarations does
// that it replaces.
func claimLike(d *policy.Document, e corpusEntry) {
	for _, made := range allClaims(*d) {
		if made.Says != e.For {
			continue
		}
		for i := range d.Sections {
			for j, b := range d.Sections[i].Blocks {
				if b.UID == "placed" {
					d.Sections[i].Blocks[j].Claims = []claim.Claim{{Says: e.Text, Conditions: made.Conditions}}
				}
			}
		}
	}
}

// quoted is the text as it stands in a string of JSON.
func quoted(t *testing.T, text string) string {
	t.Helper()
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil {
		t.Fatal(err)
	}
	return strings.Trim(strings.TrimSpace(out.String()), `"`)
}

// TestCompanies: what becomes of each sentence of three companies' policies is frozen; read a
// change before you take it with -update-companies.
func TestCompanies(t *testing.T) {
	names := map[string][]string{"a": {"Halden & Moor"}, "b": {"Tallyfern"}, "c": {"The Brackwater Herald"}}
	var out strings.Builder
	for _, company := range slices.Sorted(maps.Keys(names)) {
		text, err := os.ReadFile("grammar/testdata/corpus/companies/" + company + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		d, err := policy.ParseYAML(text)
		if err != nil {
			t.Fatal(err)
		}
		d.Slug = policy.CookiePolicy
		counts := map[string]int{}
		writeSentences(&out, company, d, claim.Evidence{Site: names[company]}, counts)
		t.Logf("%s: %v", company, counts)
		fmt.Fprintf(&out, "%s: %v\n", company, counts)
	}
	const golden = "testdata/companies.golden"
	if *updateCompanies {
		if err := os.WriteFile(golden, []byte(out.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if string(readFile(t, golden)) != out.String() {
		t.Errorf("%s says something else: see it with -update-companies", golden)
	}
}

// writeSentences writes a line for each text of the document.
func writeSentences(out *strings.Builder, company string, d policy.Document, f claim.Evidence, counts map[string]int) {
	untrue := map[string]string{}
	for _, failed := range d.Check(f) {
		untrue[failed.UID+policy.Plain(failed.Says)] = failed.Reason
	}
	bases, open := d.Bases(f, nil)
	for _, b := range bases {
		found := string(b.Basis)
		if b.Stated == policy.Title {
			found = "title"
		}
		i := slices.IndexFunc(open, func(u policy.Unconfirmed) bool { return u.Block == b.Block && u.Says == b.Says })
		if i < 0 { // the same text elsewhere
			i = slices.IndexFunc(open, func(u policy.Unconfirmed) bool { return u.Says == b.Says })
		}
		switch because, isUntrue := untrue[b.Block+b.Says]; {
		case isUntrue:
			found = "refused as false: " + because
			counts["refused as false"]++
		case b.Basis == "" && i >= 0 && open[i].Proposed != "":
			found = "could be confirmed: " + open[i].Proposed
			counts[found]++
		case b.Basis == "":
			found = "refused: nothing of it is checked"
			counts[found]++
		default:
			counts[found]++
		}
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\n", company, b.Block, found, b.Says)
	}
}
