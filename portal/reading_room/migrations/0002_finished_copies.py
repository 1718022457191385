import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reading_room", "0001_reading_room")]

    operations = [
        migrations.RenameModel("Delivery", "FinishedCopy"),
        migrations.AlterModelOptions(
            name="finishedcopy",
            options={
                "ordering": ["-made_at"],
                "verbose_name": "finished copy",
                "verbose_name_plural": "finished copies",
            },
        ),
        migrations.AlterField(
            model_name="finishedcopy",
            name="access_request",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="finished_copy",
                to="reading_room.accessrequest",
            ),
        ),
    ]
