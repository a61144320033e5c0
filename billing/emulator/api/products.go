package api

import (
	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/events"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/params"
	"github.com/prokken/prokken/billing/emulator/store"
)

const productTakes = "name description metadata active images tax_code unit_label statement_descriptor url shippable"

var productOperations = map[string]operation{
	"POST /v1/products":        {productTakes + " id default_price_data", "name", createProduct},
	"GET /v1/products":         {"active ids url" + paging, "", listProducts},
	"GET /v1/products/{id}":    {"", "", retrieveProduct},
	"POST /v1/products/{id}":   {productTakes + " default_price", "", updateProduct},
	"DELETE /v1/products/{id}": {"", "", deleteProduct},
}

func createProduct(tx *store.Tx, p params.Params) (any, error) {
	id := p.Get("id")
	if id == "" {
		id = objects.NewID("prod_")
	}
	if tx.Products.Get(id) != nil {
		return nil, apierror.BadParam("id", "resource_already_exists", "Product already exists.")
	}
	made := tx.Products.Put(id, &objects.Product{
		ID: id, Object: "product", Active: true, Type: "service", Created: tx.Now().Unix(),
		Images: []string{}, MarketingFeatures: []string{},
	})
	readProduct(tx, made, p)
	if p.Gives("default_price_data") {
		first, err := addPrice(tx, p.Sub("default_price_data"), id)
		if err != nil {
			return nil, err
		}
		made.DefaultPrice = &first.ID
	}
	return made, events.Announce(tx, "product.created", made)
}

func readProduct(tx *store.Tx, one *objects.Product, p params.Params) {
	for name, into := range map[string]**string{
		"description": &one.Description, "tax_code": &one.TaxCode, "unit_label": &one.UnitLabel, "url": &one.URL,
		"statement_descriptor": &one.StatementDescriptor, "default_price": &one.DefaultPrice,
	} {
		p.Word(name, into)
		if p.Has(name) && p.Get(name) == "" && name == "description" && one.Updated == 0 {
			p.Bad(name, "parameter_invalid_empty", "You passed an empty string for 'description'.")
		}
	}
	if p.Has("name") {
		one.Name = p.Get("name")
	}
	if p.Gives("images") {
		one.Images = append([]string{}, p.All("images")...)
	}
	one.Metadata, one.Active, one.Updated = p.Merged(one.Metadata), p.Flag("active", one.Active), tx.Now().Unix()
}

func retrieveProduct(tx *store.Tx, p params.Params) (any, error) {
	if one := tx.Products.Look(p.ID); one != nil {
		return one, nil
	}
	return nil, apierror.NotFound("product", p.ID, "")
}

func updateProduct(tx *store.Tx, p params.Params) (any, error) {
	one := tx.Products.Get(p.ID)
	if one == nil {
		return nil, apierror.NotFound("product", p.ID, "")
	}
	readProduct(tx, one, p)
	return one, events.AnnounceChange(tx, "product.updated", one)
}

func listProducts(tx *store.Tx, p params.Params) (any, error) {
	ids := p.All("ids")
	return page(tx.Products.Newest(), "/v1/products", p, func(one *objects.Product) bool {
		return p.Is("active", params.Bool(one.Active)) && p.Is("url", objects.Value(one.URL)) &&
			objects.Among(ids, one.ID) && p.Made(one.Created)
	})
}

// deleteProduct: Stripe keeps those that have prices.
func deleteProduct(tx *store.Tx, p params.Params) (any, error) {
	one := tx.Products.Get(p.ID)
	if one == nil {
		return nil, apierror.NotFound("product", p.ID, "")
	}
	for _, other := range tx.Prices.Newest() {
		if other.Product == p.ID {
			return nil, apierror.BadState("", "This product cannot be deleted because it has one or more user-created prices.")
		}
	}
	tx.Products.Remove(p.ID)
	return objects.Deleted{ID: p.ID, Object: "product", Deleted: true}, events.Announce(tx, "product.deleted", one)
}
