package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// largest is how large a document can be that is read. Text of some hundred
// printed pages fits in.
const largest = 1 << 20

// ParseYAML reads a document as it stands in content/. The error is [Problems],
// all of them, each with its line. Blocks without a uid get one.
func ParseYAML(text []byte) (Document, error) { return parse(text, readYAML, Document.Validate) }

// ParseJSON reads a document that a stranger gives, as strictly as ParseYAML.
func ParseJSON(text []byte) (Document, error) { return parse(text, readJSON, Document.Validate) }

// ParseOther reads the document of any site, in JSON or YAML, as [Document.ValidateOther] does.
func ParseOther(text []byte) (Document, error) {
	d, err := parse(text, readJSON, Document.ValidateOther)
	if err != nil {
		return parse(text, readYAML, Document.ValidateOther)
	}
	return d, nil
}

// parse refuses what is too large before it looks at anything, and what does not
// fit the schema before it makes a document of it.
func parse(text []byte, read func(text []byte) (*tree, error), validate func(Document) error) (Document, error) {
	switch {
	case len(text) > largest:
		return Document{}, Problems{{Reason: "a document has at most 1 MiB"}}
	case !utf8.Valid(text):
		return Document{}, Problems{{Line: lineOf(text, validUpTo(text)), Reason: "this is not text in UTF-8"}}
	}
	t, err := read(text)
	if err != nil {
		return Document{}, err
	}
	if problems := t.checkSchema(); len(problems) > 0 {
		return Document{}, problems
	}
	d, err := t.document()
	if err != nil {
		return d, err
	}
	d = d.Normalized()
	return d, t.place(d, validate(d))
}

// validUpTo is where the first byte stands that is no UTF-8.
func validUpTo(text []byte) int {
	at := 0
	for {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size <= 1 {
			return at
		}
		at += size
	}
}

// ParseCanonical reads what Canonical wrote. A stored document is not validated
// again: what was once published stays readable.
func ParseCanonical(text string) (Document, error) {
	var d Document
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		return d, fmt.Errorf("stored document: %w", err)
	}
	d.NameBlocks()
	return d, nil
}

// Canonical is the document's one JSON form (RFC 8785) and its SHA-256 in
// hexadecimal.
func (d Document) Canonical() (text, hash string, err error) { return Canonical(d) }

func Canonical(v any) (text, hash string, err error) {
	encoded, err := json.Marshal(v)
	if err != nil {
		return "", "", err
	}
	value := jsontext.Value(encoded)
	if err := value.Canonicalize(); err != nil {
		return "", "", err
	}
	return string(value), hashOf(string(value)), nil
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// NameBlocks gives a uid to every block that has none: its section's anchor and
// its place.
func (d *Document) NameBlocks() {
	taken := map[string]bool{}
	for _, b := range d.Blocks() {
		taken[b.UID] = true
	}
	nameAll("intro", d.Intro, taken)
	nameSections(d.Sections, taken)
}

func nameSections(sections []Section, taken map[string]bool) {
	for i := range sections {
		taken[sections[i].Anchor] = true
	}
	for i := range sections {
		nameAll(sections[i].Anchor, sections[i].Blocks, taken)
		nameSections(sections[i].Sections, taken)
	}
}

func nameAll(anchor string, blocks []Block, taken map[string]bool) {
	for i := range blocks {
		for n := i + 1; blocks[i].UID == ""; n++ {
			if uid := fmt.Sprintf("%s-%d", anchor, n); !taken[uid] {
				blocks[i].UID, taken[uid] = uid, true
			}
		}
	}
}
