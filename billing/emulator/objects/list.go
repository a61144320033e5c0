package objects

// Deleted is what is left of what was deleted.
type Deleted struct {
	ID      string `json:"id"`
	Object  string `json:"object"`
	Deleted bool   `json:"deleted"`
}

// List is a page of a list.
type List[T any] struct {
	Object  string `json:"object"`
	Data    []T    `json:"data"`
	HasMore bool   `json:"has_more"`
	URL     string `json:"url"`
}

// ListOf is a list that has all on its first page.
func ListOf[T any](all []T, url string) List[T] {
	return List[T]{Object: "list", Data: append([]T{}, all...), URL: url}
}
