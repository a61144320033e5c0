package policy

import "fmt"

// blockField is one text of a block. In required ones something has to stand.
type blockField struct {
	name, text         string
	required, markdown bool
}

// fields are the texts of the block, in the order of the page.
func (b Block) fields() []blockField {
	switch {
	case b.CookieTable != nil:
		return []blockField{{name: "caption", text: b.CookieTable.Caption, required: true}}
	case b.SecurityProperties != nil:
		p := b.SecurityProperties
		return []blockField{
			{name: "http_only", text: p.HTTPOnly},
			{name: "secure", text: p.Secure},
			{name: "same_site", text: p.SameSite},
			{name: "path", text: p.Path},
		}
	case b.Related != nil:
		return []blockField{{name: "intro", text: b.Related.Intro}}
	case b.Contact != nil:
		c := b.Contact
		return []blockField{
			{name: "organisation", text: c.Organisation, required: true},
			{name: "person", text: c.Person},
			{name: "phone", text: c.Phone},
			{name: "website", text: c.Website},
		}
	}
	fields := []blockField{
		{name: "prose", text: string(b.Prose), markdown: true},
		{name: "in_short", text: string(b.InShort), markdown: true},
	}
	for _, item := range b.List {
		fields = append(fields, blockField{"list", string(item), true, true})
	}
	for i, browser := range b.BrowserSteps {
		fields = append(fields, rowField("name", i, browser.Name), rowField("steps", i, browser.Steps))
	}
	for i, party := range b.ThirdParties {
		fields = append(fields, rowField("name", i, party.Name), rowField("purpose", i, party.Purpose))
	}
	return fields
}

func rowField(name string, i int, text string) blockField {
	return blockField{name: fmt.Sprintf("%s.%d", name, i+1), text: text, required: true}
}
