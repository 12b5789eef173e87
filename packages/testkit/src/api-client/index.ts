export { ApiClient, type ApiAnswer, type ApiRequest } from './api-client.ts';
export { readCapturedMails, waitForLink, type CapturedMail } from './captured-mail.ts';
