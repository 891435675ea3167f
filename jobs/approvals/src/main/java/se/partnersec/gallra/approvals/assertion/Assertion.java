package se.partnersec.gallra.approvals.assertion;

/**
 * Signature of a passkey, with the data that it covers.
 *
 * @param nonce 32 random bytes that the challenge was made with, in hexadecimal digits
 * @param authenticatorData in Base64 for URLs without padding, and so are the others
 * @param clientData JSON that the browser wrote
 */
public record Assertion(String nonce, String authenticatorData, String clientData, String signature) {}
