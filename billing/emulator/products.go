package emulator

type product struct {
	ID                  string            `json:"id"`
	Object              string            `json:"object"`
	Active              bool              `json:"active"`
	Created             int64             `json:"created"`
	DefaultPrice        *string           `json:"default_price"`
	Description         *string           `json:"description"`
	Images              []string          `json:"images"`
	Livemode            bool              `json:"livemode"`
	MarketingFeatures   []string          `json:"marketing_features"`
	Metadata            map[string]string `json:"metadata"`
	Name                string            `json:"name"`
	PackageDimensions   *string           `json:"package_dimensions"`
	Shippable           *bool             `json:"shippable"`
	StatementDescriptor *string           `json:"statement_descriptor"`
	TaxCode             *string           `json:"tax_code"`
	Type                string            `json:"type"`
	UnitLabel           *string           `json:"unit_label"`
	Updated             int64             `json:"updated"`
	URL                 *string           `json:"url"`
}

const productTakes = "name description metadata active images tax_code unit_label statement_descriptor url shippable"

var productOperations = map[string]operation{
	"POST /v1/products":        {productTakes + " id default_price_data", "name", createProduct},
	"GET /v1/products":         {"active ids url" + paging, "", listProducts},
	"GET /v1/products/{id}":    {"", "", retrieveProduct},
	"POST /v1/products/{id}":   {productTakes + " default_price", "", updateProduct},
	"DELETE /v1/products/{id}": {"", "", deleteProduct},
}

func createProduct(e *Emulator, p params) (any, error) {
	id := p.Get("id")
	if id == "" {
		id = newID("prod_")
	}
	if e.state.products.get(id) != nil {
		return nil, badParam("id", "resource_already_exists", "Product already exists.")
	}
	made := e.state.products.put(id, &product{
		ID: id, Object: "product", Active: true, Type: "service", Created: e.now().Unix(), Images: []string{}, MarketingFeatures: []string{},
	})
	e.readProduct(made, p)
	if p.gives("default_price_data") {
		first, err := e.addPrice(p.sub("default_price_data"), id)
		if err != nil {
			return nil, err
		}
		made.DefaultPrice = &first.ID
	}
	return made, e.announce("product.created", made)
}

func (e *Emulator) readProduct(one *product, p params) {
	for name, into := range map[string]**string{
		"description": &one.Description, "tax_code": &one.TaxCode, "unit_label": &one.UnitLabel, "url": &one.URL,
		"statement_descriptor": &one.StatementDescriptor, "default_price": &one.DefaultPrice,
	} {
		p.word(name, into)
		if p.Has(name) && p.Get(name) == "" && name == "description" && one.Updated == 0 {
			p.bad(name, "parameter_invalid_empty", "You passed an empty string for 'description'.")
		}
	}
	if p.Has("name") {
		one.Name = p.Get("name")
	}
	if p.gives("images") {
		one.Images = append([]string{}, p.all("images")...)
	}
	one.Metadata, one.Active, one.Updated = p.merged(one.Metadata), p.flag("active", one.Active), e.now().Unix()
}

func retrieveProduct(e *Emulator, p params) (any, error) {
	if one := e.state.products.look(p.id); one != nil {
		return one, nil
	}
	return nil, noSuch("product", p.id, "")
}

func updateProduct(e *Emulator, p params) (any, error) {
	one := e.state.products.get(p.id)
	if one == nil {
		return nil, noSuch("product", p.id, "")
	}
	e.readProduct(one, p)
	return one, e.announceChange("product.updated", one)
}

func listProducts(e *Emulator, p params) (any, error) {
	ids := p.all("ids")
	return page(e.state.products, "/v1/products", p, func(one *product) bool {
		return p.is("active", yes(one.Active)) && p.is("url", value(one.URL)) && among(ids, one.ID) && p.made(one.Created)
	})
}

// deleteProduct: Stripe keeps those that have prices.
func deleteProduct(e *Emulator, p params) (any, error) {
	one := e.state.products.get(p.id)
	if one == nil {
		return nil, noSuch("product", p.id, "")
	}
	for _, other := range e.state.prices.newest() {
		if other.Product == p.id {
			return nil, badState("", "This product cannot be deleted because it has one or more user-created prices.")
		}
	}
	e.state.products.remove(p.id)
	return gone{p.id, "product", true}, e.announce("product.deleted", one)
}
