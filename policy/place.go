package policy

import "slices"

// StandsIn is the anchor that a block stands under, and the block before it
// there, if one is.
func (d Document) StandsIn(uid string) (anchor, after string) {
	anchor, blocks, i := d.listOf(uid)
	switch {
	case blocks == nil:
		return Intro, ""
	case i == 0:
		return anchor, ""
	}
	return anchor, (*blocks)[i-1].UID
}

// Has reports whether there is a part of that key.
func (d Document) Has(key string) bool {
	_, found := d.part(key)
	return found
}

// Added is the anchor of a section that was not there before; "" if none is.
func (d Document) Added(before Document) string {
	old := before.Anchors()
	for _, anchor := range d.Anchors() {
		if !slices.Contains(old, anchor) {
			return anchor
		}
	}
	return ""
}
