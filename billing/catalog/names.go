package catalog

// Names holds what people know plans and products by, by their ids.
type Names map[string]string

// Names returns the names of all that is sold. A plan's name goes before that of a
// product with the same id.
func (s *Catalog) Names() Names {
	names := Names{}
	for _, product := range s.products {
		names[product.ID] = product.Name
	}
	for _, plan := range s.plans {
		names[plan.ID] = plan.Name
	}
	return names
}

// Of returns the name; the id where it is not sold any more.
func (n Names) Of(itemID string) string {
	if name, found := n[itemID]; found {
		return name
	}
	return itemID
}
