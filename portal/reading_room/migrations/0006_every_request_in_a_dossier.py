from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reading_room", "0005_dossiers_of_old_requests")]

    operations = [
        migrations.RemoveField(model_name="accessrequest", name="purpose"),
        migrations.RemoveField(model_name="accessrequest", name="purpose_text"),
        migrations.AlterField(
            model_name="accessrequest",
            name="dossier",
            field=models.ForeignKey(
                on_delete=models.deletion.CASCADE, related_name="requests", to="reading_room.dossier"
            ),
        ),
    ]
