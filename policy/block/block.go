// Package block knows what a block of a policy can hold. Each kind of content is one
// file, named after the kind: its fields, its JSON Schema, its form, what is wrong with
// it, what a translator, the comparison of documents and an audit read of it. The file
// adds the kind to the one registry that the editor, the schema, YAML, translations, the
// comparison, the publication and the audit walk, so that nothing else has to know of it.
//
// Package policy builds on it. It knows no document, no page, no database and no HTTP.
// Start reading at [Content] and [Kind], then at a short kind such as related.go.
package block

import (
	"net/url"
	"reflect"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
)

// Content is what a block holds. Its JSON is the value of the field in a document that
// has the name of its kind. A method never changes the content that it is called on.
type Content interface {
	// Name returns the words by which an outline names the block; "" if the label of its
	// kind says enough.
	Name() string
	// Texts returns everything that is written in it, in the order of the page.
	Texts() []Text
	// Problem says what is wrong with the fields that are no texts; "" if nothing is.
	Problem() string
	// Lines returns what the comparison of two documents compares, in the order of the
	// page. Lines without words are left out there.
	Lines(declared []cookie.Declaration) []Line
	// Translate returns a copy in which what visit returns has replaced each text that
	// can be said in another language.
	Translate(visit Visit) Content
	// Values returns the fields of its form, as the form sends them.
	Values() url.Values
}

// Claimer is content that makes claims by itself, besides those of its block.
type Claimer interface {
	Claims(declared []cookie.Declaration) []claim.Claim
}

// Quoter is content that prints texts of declarations, which claims of its block can
// quote like its own.
type Quoter interface {
	Quotes(declared []cookie.Declaration) []string
}

// Printer is content that the page prints in other words than it is written in.
type Printer interface {
	PrintedTexts(declared []cookie.Declaration) []Text
}

// Printed returns the texts of the content as a page prints them.
func Printed(c Content, declared []cookie.Declaration) []Text {
	if printer, isPrinter := c.(Printer); isPrinter {
		return printer.PrintedTexts(declared)
	}
	return c.Texts()
}

// IsEmpty reports whether nothing stands in the content: it is a text or a list without
// any. A group of fields is never empty.
func IsEmpty(c Content) bool {
	value := reflect.ValueOf(c)
	kind := value.Kind()
	return kind == reflect.Invalid || (kind == reflect.String || kind == reflect.Slice) && value.Len() == 0
}
