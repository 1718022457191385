from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("iiif", "0002_accepted_masters")]

    operations = [migrations.RenameModel("Visit", "ViewerVisit")]
