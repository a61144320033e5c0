package site

// changesNothing reports whether readers would see no difference from the published
// version. Texts that were stored before documents were normalized may differ in what
// nobody can see.
func (d Draft) changesNothing() bool {
	if d.Read == d.Basis.SHA256 {
		return true
	}
	_, before, err := d.Basis.Document.Normalized().Canonical()
	if err != nil {
		return false
	}
	_, after, err := d.Document.Normalized().Canonical()
	return err == nil && before == after
}

// ChangesSomething reports whether there is a draft with something to publish.
func (d Draft) ChangesSomething() bool { return d.Saved && !d.changesNothing() }
