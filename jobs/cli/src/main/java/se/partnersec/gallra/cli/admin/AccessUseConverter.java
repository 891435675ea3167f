package se.partnersec.gallra.cli.admin;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import se.partnersec.gallra.operations.bucketpolicy.BucketAccountUse;

/** Reads what an account of the object store is for. */
final class AccessUseConverter implements ITypeConverter<BucketAccountUse> {
    @Override
    public BucketAccountUse convert(String text) {
        return BucketAccountUse.of(text)
                .orElseThrow(() -> new TypeConversionException("there is no account '" + text + "'; choose from "
                        + String.join(", ", BucketAccountUse.ids())));
    }
}
