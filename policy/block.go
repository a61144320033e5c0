package policy

// kinds counts the kinds of content that a block holds.
func (b Block) kinds() int {
	n := 0
	for _, held := range []bool{
		b.Prose != "", len(b.List) > 0, b.CookieTable != nil, len(b.BrowserSteps) > 0, b.Related != nil, b.Contact != nil,
	} {
		if held {
			n++
		}
	}
	return n
}

// texts are the block's required words.
func (b Block) texts() []string {
	switch {
	case b.Prose != "":
		return []string{string(b.Prose)}
	case b.CookieTable != nil:
		return []string{b.CookieTable.Caption}
	case b.Contact != nil:
		return []string{b.Contact.Organisation}
	}
	var texts []string
	for _, item := range b.List {
		texts = append(texts, string(item))
	}
	for _, browser := range b.BrowserSteps {
		texts = append(texts, browser.Name, browser.Steps)
	}
	return texts
}
