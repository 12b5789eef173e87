/**
 * Purpose: the key and certificate that listeners show: files of the operator's, or one of our own making.
 *
 * Guarantees: a certificate of our own is re-made long before it ends; what is loaded belongs to its key.
 *
 * Fails with: {@link CertificateError}, which names the file and says what to do.
 *
 * Security: private keys are files of mode 0600.
 */
export {
  CertificateError,
  ensureSelfSignedCertificate,
  loadCertificate,
  loadTlsFiles,
  type Certificate,
  type SelfSignedOptions,
} from './certificate.ts';
