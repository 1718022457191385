"""A page that is taken from its record stays, and can be put back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0009_published_agents")]

    operations = [
        migrations.AlterField(
            model_name="record",
            name="effective_access",
            field=models.CharField(
                default="closed", editable=False, max_length=12, verbose_name="access, with all that stands above"
            ),
        ),
        migrations.AddField(
            model_name="scan",
            name="taken_away_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.RemoveConstraint(model_name="scan", name="catalog_scan_order"),
        migrations.AddConstraint(
            model_name="scan",
            constraint=models.UniqueConstraint(
                fields=["record", "order"], condition=models.Q(taken_away_at=None), name="catalog_scan_order"
            ),
        ),
    ]
