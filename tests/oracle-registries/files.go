package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// files are a certificate and its key, which every TLS block is taken to name.
type files struct {
	certificate, key string
}

// nodeFiles writes them once. They belong to nobody, and stay in the folder for temporary files.
var nodeFiles = sync.OnceValues(func() (files, error) {
	made, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return files{}, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotAfter: time.Now().AddDate(1, 0, 0), IsCA: true,
		BasicConstraintsValid: true,
	}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, &made.PublicKey, made)
	if err != nil {
		return files{}, err
	}
	key, err := x509.MarshalPKCS8PrivateKey(made)
	if err != nil {
		return files{}, err
	}
	dir, err := os.MkdirTemp("", "node")
	if err != nil {
		return files{}, err
	}
	there := files{filepath.Join(dir, "certificate.pem"), filepath.Join(dir, "key.pem")}
	for path, block := range map[string]*pem.Block{
		there.certificate: {Type: "CERTIFICATE", Bytes: certificate},
		there.key:         {Type: "PRIVATE KEY", Bytes: key},
	} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			return files{}, err
		}
	}
	return there, nil
})
