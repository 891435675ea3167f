package se.partnersec.gallra.cli.admin;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import se.partnersec.gallra.operations.bucketpolicy.BucketAccountUse;
import se.partnersec.gallra.support.text.Sentences;

/** Reads what an account of the object store is for. */
final class AccessUseConverter implements ITypeConverter<BucketAccountUse> {
    private static final Sentences SENTENCES = Sentences.of("cli");

    @Override
    public BucketAccountUse convert(String text) {
        return BucketAccountUse.of(text)
                .orElseThrow(() -> new TypeConversionException(SENTENCES.say(
                        "admin.there-no-account-choose-from", text, String.join(", ", BucketAccountUse.ids()))));
    }
}
