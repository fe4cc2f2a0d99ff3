module deciban

go 1.26.0

require (
	github.com/mozillazg/go-pinyin v0.21.0 // indirect
	github.com/mozillazg/go-unidecode v0.2.0 // indirect
	golang.org/x/text v0.43.0 // indirect
)
