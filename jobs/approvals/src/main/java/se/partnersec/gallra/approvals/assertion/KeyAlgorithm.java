package se.partnersec.gallra.approvals.assertion;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;

/** Algorithms of passkeys that are taken: those every authenticator has one of. */
public enum KeyAlgorithm {
    ES256(-7, "EC", "SHA256withECDSA"),
    RS256(-257, "RSA", "SHA256withRSA"),
    EDDSA(-8, "Ed25519", "Ed25519");

    private static final int SHORTEST_RSA = 2048;

    private final int cose;
    private final String key;
    private final String signature;

    KeyAlgorithm(int cose, String key, String signature) {
        this.cose = cose;
        this.key = key;
        this.signature = signature;
    }

    /** Number in the registry of COSE algorithms. */
    public int cose() {
        return cose;
    }

    public static Optional<KeyAlgorithm> ofCose(int cose) {
        return Arrays.stream(values()).filter(each -> each.cose == cose).findFirst();
    }

    static Optional<KeyAlgorithm> of(String name) {
        return Arrays.stream(values()).filter(each -> each.name().equals(name)).findFirst();
    }

    /**
     * Public key of this algorithm.
     *
     * @param encoded SubjectPublicKeyInfo (RFC 5280, section 4.1)
     * @throws GeneralSecurityException if it is none, or of another curve, or too short
     */
    PublicKey read(byte[] encoded) throws GeneralSecurityException {
        PublicKey read = KeyFactory.getInstance(key).generatePublic(new X509EncodedKeySpec(encoded));
        boolean strong = switch (this) {
            case ES256 -> read instanceof ECPublicKey ec && p256(ec);
            case RS256 -> read instanceof RSAPublicKey rsa && rsa(rsa);
            case EDDSA ->
                read instanceof EdECPublicKey ed
                        && ed.getParams().getName().equals(NamedParameterSpec.ED25519.getName());
        };
        if (!strong) {
            throw new GeneralSecurityException("not a key for " + name());
        }
        return read;
    }

    private static boolean p256(ECPublicKey ec) throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        ECParameterSpec p256 = parameters.getParameterSpec(ECParameterSpec.class);
        return ec.getParams().getCurve().equals(p256.getCurve())
                && ec.getParams().getGenerator().equals(p256.getGenerator())
                && ec.getParams().getOrder().equals(p256.getOrder());
    }

    private static boolean rsa(RSAPublicKey key) {
        return key.getModulus().bitLength() >= SHORTEST_RSA
                && key.getPublicExponent().testBit(0)
                && key.getPublicExponent().compareTo(BigInteger.ONE) > 0;
    }

    boolean verify(PublicKey by, byte[] signed, byte[] with) throws GeneralSecurityException {
        Signature check = Signature.getInstance(signature);
        check.initVerify(by);
        check.update(signed);
        return check.verify(with);
    }
}
