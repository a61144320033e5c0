// Command bare is what BenchmarkStart compares the program with: Echo, GORM on SQLite and goose, and
// nothing else. It takes its address and its folder from the program's own variables.
package main

import (
	"context"
	"embed"
	"io/fs"
	"log"
	"net/http"
	"os"

	"github.com/labstack/echo/v4"
	_ "github.com/ncruces/go-sqlite3/driver"
	"github.com/ncruces/go-sqlite3/gormlite"
	"github.com/pressly/goose/v3"
	"gorm.io/gorm"
)

//go:embed migrations
var migrations embed.FS

type note struct {
	ID   int64
	Text string
}

func main() {
	if err := run(os.Getenv("PROKKEN_HTTP_ADDRESS"), os.Getenv("PROKKEN_DATA_DIR")+"/bare.db"); err != nil {
		log.Fatal(err)
	}
}

func run(address, file string) error {
	db, err := gorm.Open(gormlite.Open("file:"+file), &gorm.Config{})
	if err != nil {
		return err
	}
	pool, err := db.DB()
	if err != nil {
		return err
	}
	folder, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, pool, folder)
	if err != nil {
		return err
	}
	if _, err := provider.Up(context.Background()); err != nil {
		return err
	}
	site := echo.New()
	site.HideBanner, site.HidePort = true, true
	site.GET("/readyz", func(c echo.Context) error {
		var notes []note
		if err := db.Find(&notes).Error; err != nil {
			return err
		}
		return c.JSON(http.StatusOK, notes)
	})
	return site.Start(address)
}
