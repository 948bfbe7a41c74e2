/**
 * A certificate for localhost and 127.0.0.1 that signs itself, and its key. Both are public here on
 * purpose: nobody trusts them.
 */
export const SELF_SIGNED = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg4OrgrhhaOliLNDgU
xg9AbCDRnS7Q9wjZ6Nl6aXBp+7+hRANCAAR4p4N2ssiPWxTJ8aR/hc9Jwuordeve
8ur7jV8BgASh/Ezb0FGNoogqWE4objeWSJrcWCsbGlVu1MnzgIketBEi
-----END PRIVATE KEY-----
`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBmjCCAUGgAwIBAgIUICGwXuk0T2c/iZKAE7kCAZeLbDswCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNjE0NTQyMFoYDzIxMjYxMTAy
MTQ1NDIwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAR4p4N2ssiPWxTJ8aR/hc9Jwuordeve8ur7jV8BgASh/Ezb0FGNoogq
WE4objeWSJrcWCsbGlVu1MnzgIketBEio28wbTAdBgNVHQ4EFgQUFfRXXnEpBpvk
GAHSLCSeqgWo1XgwHwYDVR0jBBgwFoAUFfRXXnEpBpvkGAHSLCSeqgWo1XgwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDRwAwRAIgSBDNp4b21WvaDy4/o8ienMtOmBxUCqiyYkRuPuODmHMCIGww
CzQn3+uhM27yw9YSE1lNCM8XLvZ9vEoxeE+nJpP7
-----END CERTIFICATE-----
`,
}
